// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../contracts/interfaces/ILeveragedToken.sol";
import {CreateParams} from "../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {MarketConfig} from "../../contracts/mocks/venue/VenueState.sol";
import {Action} from "../../contracts/types/Rebalance.sol";
import {Fees} from "../../contracts/types/Token.sol";
import {Invariant} from "./base/Invariant.sol";
import {TestSystem} from "./base/TestSystem.sol";
import {VM} from "./base/IVm.sol";

/// @notice Invariant 21: to mint before a move that the feed still hides and to redeem after it earns nothing, for every
/// composition of holders, at the least fees the factory takes.
contract StalePriceTest is TestSystem {
    address private constant TRADER = address(0xBAD);
    address private constant OTHERS = address(0xA11CE);
    uint256 private constant EMERGENCY = uint256(5e18) / 3;
    /// @dev {1} Of the venue, WAD.
    uint256 private constant TAKER_FEE = 0.0005e18;

    ILeveragedToken[] private _tokens;
    uint256 private _trips;

    /// @dev A market with impact and one where the taker fee is the only cost.
    function setUp() external {
        deploySystem(6);
        provideLiquidity(address(0x11C), 90_000_000);
        deviationThreshold = 0.004e18;
        addMarket("BTC", 50_000);
        MarketConfig memory config = defaultMarket();
        config.depth = 0;
        addMarket("ETH", 3_000, config);
        int256[4] memory targets = [int256(3e18), -3e18, 1.5e18, -1e18];
        for (uint256 i = 0; i < 8; ++i) {
            ILeveragedToken token = addToken(_leastFees(markets[i / 4].id, targets[i % 4], i));
            _tokens.push(token);
            give(TRADER, 10_000_000 * dollar, address(token));
            give(OTHERS, 10_000_000 * dollar, address(token));
        }
    }

    function test_MostTripsAreMade() external {
        for (uint256 seed = 0; seed < 64; ++seed) {
            uint256 made = _trips;
            uint256 before = VM.snapshotState();
            this.testFuzz_AsOneOfMany(seed, seed << 9, seed);
            made += _trips;
            VM.revertToState(before);
            _trips = made;
        }
        Invariant.atMost(21, "trips made", 32, _trips);
    }

    function testFuzz_AloneFirstAndLast(uint256 seed, uint256 amount, uint256 hidden) external {
        _tryRoundTrip(seed, 0, 0, amount, hidden);
    }

    function testFuzz_AsTheMajority(uint256 seed, uint256 amount, uint256 hidden) external {
        _tryRoundTrip(seed, 1_000_000, 10_000, amount, hidden);
    }

    function testFuzz_AsOneOfMany(uint256 seed, uint256 amount, uint256 hidden) external {
        _tryRoundTrip(seed, 0, 1_000_000, amount, hidden);
    }

    /// @dev Compares one who mints before the feed speaks and redeems as much after it with one who does neither.
    /// @param own {whole usd} What the trader already has in the fund.
    /// @param others {whole usd} What all others have.
    function _tryRoundTrip(uint256 seed, uint256 own, uint256 others, uint256 amount, uint256 hidden) private {
        ILeveragedToken token = _tokens[seed % _tokens.length];
        _deposit(token, TRADER, own * dollar);
        _deposit(token, OTHERS, others * dollar);
        // NAV loses up to half, which takes a three times long to its emergency band, or gains up to a third.
        if (own + others != 0) _move(token, int256((seed >> 8) % 0.83e18) - 0.5e18);
        uint256 assets = dollar + (amount % (1_000_000 * dollar));
        if (token.maxDeposit(TRADER) < assets) return;

        uint256 before = VM.snapshotState();
        _letTheFeedSpeak(token, seed, hidden);
        uint256 idle = _wealth(token);
        VM.revertToState(before);
        uint256 shares = _deposit(token, TRADER, assets);
        _letTheFeedSpeak(token, seed, hidden);
        VM.prank(TRADER);
        token.redeem(shares, TRADER, TRADER);
        // What shares are worth is rounded down to a unit on both sides.
        Invariant.atMost(21, "a stale price was worth something", _wealth(token), idle + 1);
        ++_trips;
    }

    /// @dev A move within the threshold, the trader's way three times in four; then perhaps a rebalance.
    function _letTheFeedSpeak(ILeveragedToken token, uint256 seed, uint256 hidden) private {
        int256 change = int256(hidden % (deviationThreshold + 1));
        if ((token.targetLeverage() > 0) != ((seed >> 128) % 4 != 0)) change = -change;
        movePrice(_marketOf(token), change);
        if ((seed >> 136) % 2 == 0 || token.previewRebalance().action != Action.Trade) return;
        token.rebalance();
    }

    /// @dev {collateral} What the trader has, shares at NAV.
    function _wealth(ILeveragedToken token) private view returns (uint256) {
        return collateral.balanceOf(TRADER) + token.convertToAssets(token.balanceOf(TRADER));
    }

    /// @dev Moves the price until NAV has gained `profit` {1}, WAD.
    function _move(ILeveragedToken token, int256 profit) private {
        movePrice(_marketOf(token), (profit * 1e18) / token.leverage());
    }

    function _marketOf(ILeveragedToken token) private view returns (TestMarket memory) {
        return markets[token.market() == markets[0].id ? 0 : 1];
    }

    function _deposit(ILeveragedToken token, address who, uint256 assets) private returns (uint256) {
        if (assets == 0) return 0;
        VM.prank(who);
        return token.deposit(assets, who);
    }

    /// @dev Mint and redeem fee together are what the hidden move may win at the emergency band less what the venue takes;
    /// each token splits them its own way.
    function _leastFees(bytes32 market, int256 target, uint256 i) private view returns (CreateParams memory params) {
        params = defaultToken(market, target);
        uint256 largest = (SignedMath.abs(target) * EMERGENCY) / 1e18;
        uint256 roundTrip = TAKER_FEE + (TAKER_FEE * (1e18 - deviationThreshold)) / 1e18;
        uint256 total = (largest * (deviationThreshold - roundTrip)) / 1e30 + 1;
        uint256 mintPpm = total > 10_000 ? total - 10_000 : (total * (i % 3)) / 2;
        params.fees = Fees(0, uint16(mintPpm), uint16(total - mintPpm));
    }
}
