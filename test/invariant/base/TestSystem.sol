// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {CreateParams, ILeveragedTokenFactory} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {IRebalancePolicy} from "../../../contracts/interfaces/IRebalancePolicy.sol";
import {MarketConfig} from "../../../contracts/mocks/venue/VenueState.sol";
import {BandParameters} from "../../../contracts/types/BandParameters.sol";
import {Fees, Limits} from "../../../contracts/types/Token.sol";
import {Artifacts} from "./Artifacts.sol";
import {ICollateralUnderTest} from "./ICollateralUnderTest.sol";
import {IFeedUnderTest} from "./IFeedUnderTest.sol";
import {VenueUnderTest} from "./VenueUnderTest.sol";
import {VM} from "./IVm.sol";

/// @title TestSystem
/// @notice The whole system for a Solidity test: collateral, venue, factory, then any number of markets and tokens. The
/// inheriting contract is the governor and owns the feeds; every default is one a real deployment could have.
abstract contract TestSystem {
    /// @param feed Of 8 decimals.
    struct TestMarket {
        bytes32 id;
        IFeedUnderTest feed;
        IPriceOracle oracle;
    }

    uint64 internal constant GUARDIAN_ROLE = 1;
    /// @dev {whole collateral}, {whole usd} As good as none.
    uint32 internal constant ANY_CAPACITY = type(uint32).max;
    uint64 internal constant ANY_TRADE = type(uint64).max;
    /// @dev {s} Of the oracle.
    uint256 internal constant MAX_AGE = 26 hours;
    address internal constant GUARDIAN = address(0x6A);
    address internal constant COLLECTOR = address(0xFEE);

    IAccessManager internal manager;
    ICollateralUnderTest internal collateral;
    VenueUnderTest internal venue;
    ILeveragedTokenFactory internal factory;
    IRebalancePolicy internal policy;
    TestMarket[] internal markets;
    /// @dev {1} Of every feed to come, WAD.
    uint256 internal deviationThreshold = 0.001e18;
    /// @dev {collateral} One whole unit, a dollar.
    uint256 internal dollar;

    /// @dev Everything but markets and tokens, with mock USDC of `decimals`.
    function deploySystem(uint8 decimals) internal {
        bytes memory args = abi.encode("Mock USD Coin", "USDC", decimals);
        deploySystem(Artifacts.deploy("MockCollateral.sol:MockCollateral", args));
    }

    /// @dev Everything but markets and tokens, with a collateral of one's own.
    function deploySystem(address collateral_) internal {
        collateral = ICollateralUnderTest(collateral_);
        dollar = 10 ** collateral.decimals();
        manager = IAccessManager(Artifacts.deploy("AccessManager.sol:AccessManager", abi.encode(address(this))));
        bytes memory args = abi.encode(collateral, manager);
        venue = VenueUnderTest(Artifacts.deploy("MockFuturesVenue.sol:MockFuturesVenue", args));
        address desk = Artifacts.deploy("FundDesk.sol:FundDesk", "");
        args = abi.encode(manager, COLLECTOR, desk, Artifacts.deployChunks("LeveragedToken.sol:LeveragedToken"));
        factory = ILeveragedTokenFactory(Artifacts.deploy("LeveragedTokenFactory.sol:LeveragedTokenFactory", args));
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ILeveragedTokenFactory.pauseMint.selector;
        manager.setTargetFunctionRole(address(factory), selectors, GUARDIAN_ROLE);
        policy = IRebalancePolicy(Artifacts.deploy("BandPolicy.sol:BandPolicy", abi.encode(defaultBands())));
        factory.allowPolicy(policy, true);
    }

    /// @dev A market named after what it trades, with a feed at `dollars` {usd/base, whole}.
    function addMarket(string memory name, uint256 dollars) internal returns (TestMarket memory) {
        return addMarket(name, dollars, defaultMarket());
    }

    /// @dev The same on terms of one's own; their oracle is filled in.
    function addMarket(
        string memory name,
        uint256 dollars,
        MarketConfig memory config
    ) internal returns (TestMarket memory market) {
        bytes memory args = abi.encode(string.concat(name, " / USD"), uint8(8), int256(dollars * 1e8));
        market.feed = IFeedUnderTest(Artifacts.deploy("MockAggregator.sol:MockAggregator", args));
        // feed, maximum age, bounds, deviation threshold, no sequencer
        args = abi.encode(market.feed, MAX_AGE, 1e9, 1e29, deviationThreshold, address(0), 0);
        market.oracle = IPriceOracle(Artifacts.deploy("ChainlinkPriceOracle.sol:ChainlinkPriceOracle", args));
        market.id = bytes32(bytes(name));
        config.oracle = market.oracle;
        venue.listMarket(market.id, config);
        factory.allowMarket(venue, market.id, name);
        markets.push(market);
    }

    /// @dev A token on default terms.
    function addToken(bytes32 market, int256 leverage) internal returns (ILeveragedToken) {
        return addToken(defaultToken(market, leverage));
    }

    function addToken(CreateParams memory params) internal returns (ILeveragedToken) {
        return factory.create(params);
    }

    /// @dev Puts `dollars` {usd, whole} into the venue's pool, as `provider`.
    function provideLiquidity(address provider, uint256 dollars) internal {
        collateral.mint(provider, dollars * dollar);
        VM.startPrank(provider);
        collateral.approve(address(venue), type(uint256).max);
        venue.depositLiquidity(dollars * dollar);
        VM.stopPrank();
    }

    /// @dev Gives `who` so many more units of collateral {collateral}, and lets `spender` take all `who` has.
    function give(address who, uint256 amount, address spender) internal {
        collateral.mint(who, amount);
        VM.prank(who);
        collateral.approve(spender, type(uint256).max);
    }

    /// @dev {usd/base, 8 decimals} What the feed last said.
    function answerOf(TestMarket memory market) internal view returns (int256 answer) {
        (, answer, , , ) = market.feed.latestRoundData();
    }

    /// @dev Publishes the last price times `1 + change`, change {1} WAD.
    function movePrice(TestMarket memory market, int256 change) internal {
        market.feed.setAnswer((answerOf(market) * (1e18 + change)) / 1e18);
    }

    /// @dev {s} Lets time pass, all feeds silent.
    function passSilently(uint256 elapsed) internal {
        VM.warp(block.timestamp + elapsed);
    }

    /// @dev {s} Lets time pass; every feed then repeats its price as a real one would.
    function pass(uint256 elapsed) internal {
        passSilently(elapsed);
        for (uint256 i = 0; i < markets.length; ++i) {
            movePrice(markets[i], 0);
        }
    }

    function defaultMarket() internal view returns (MarketConfig memory config) {
        config.takerFeePpm = 500;
        config.initialMarginPpm = 50_000;
        config.maintenanceMarginPpm = 30_000;
        config.liquidationPenaltyPpm = 10_000;
        config.liquidationRewardPpm = 150;
        config.liquidationRewardCap = uint96(50 * dollar);
        config.depth = 1_000_000_000;
        config.openInterestCap = 100_000_000;
        config.skewFundingPerSecond = 10 ** 11;
        config.maxFundingPerSecond = 10 ** 11;
        config.reserveFeePerSecond = 634_195_839; // 2 % a year
        config.outageDelay = 3 days;
    }

    function defaultBands() internal view returns (BandParameters memory bands) {
        bands.period = 1 days;
        bands.cooldown = 60;
        bands.lowerBand = uint256(2e18) / 3;
        bands.upperBand = uint256(4e18) / 3;
        bands.emergencyBand = uint256(5e18) / 3;
        bands.maxSlippage = 0.01e18;
        bands.emergencySlippage = 0.03e18;
        bands.tipRate = 0.003e18;
        bands.tipCap = 100 * dollar;
    }

    function defaultToken(bytes32 market, int256 leverage) internal view returns (CreateParams memory params) {
        params.venue = venue;
        params.market = market;
        params.leverage = leverage;
        params.policy = policy;
        params.fees = Fees({managementPpmPerYear: 36_500, mintPpm: 1_000, redeemPpm: 1_000});
        params.limits = Limits({capacity: ANY_CAPACITY, maxTrade: ANY_TRADE});
    }
}
