// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {CreateParams, ILeveragedTokenFactory} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {ICollateralUnderTest} from "../../invariant/base/ICollateralUnderTest.sol";
import {TestSystem} from "../../invariant/base/TestSystem.sol";
import {VenueUnderTest} from "../../invariant/base/VenueUnderTest.sol";
import {VM} from "../../invariant/base/IVm.sol";

/// @title Worlds
/// @notice Six tokens, long and short, whole and fractional, cheap and dear, over collaterals of 6, 8 and 18 decimals.
/// Alice and Bob hold some of each. A property draws one of them and is about `token` from then on.
abstract contract Worlds is TestSystem {
    struct World {
        IAccessManager manager;
        ICollateralUnderTest collateral;
        VenueUnderTest venue;
        ILeveragedTokenFactory factory;
        uint256 dollar;
        ILeveragedToken token;
        uint256 market;
    }

    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);
    /// @dev Has collateral, but neither shares nor an allowance of anybody's.
    address internal constant CAROL = address(0xCA401);
    /// @dev Has nothing.
    address internal constant DAVE = address(0xDA7E);
    address internal constant PROVIDER = address(0x9001);
    /// @dev {usd, whole} What Alice and Bob have put in.
    uint256 internal constant ALICE_DOLLARS = 10_000;
    uint256 internal constant BOB_DOLLARS = 3_000;
    /// @dev {usd, whole} What Alice, Bob and Carol have at hand: far more than any maximum deposit, which is open interest
    /// over leverage. A short that has gained twice has hardly a position left, and takes billions.
    uint256 internal constant WEALTH = 1e12;

    ILeveragedToken internal token;
    TestMarket internal market;
    World[] internal worlds;
    uint256 private _entropy;

    function setUp() public virtual {
        // An hour past a daily boundary: whoever crosses the next one does so on purpose.
        VM.warp(block.timestamp + 1 hours);
        deploySystem(6);
        provideLiquidity(PROVIDER, 50_000_000);
        addMarket("BTC", 50_000);
        _addWorld(3e18, 0);
        _addWorld(-3e18, 100e6);
        deploySystem(8);
        provideLiquidity(PROVIDER, 50_000_000);
        addMarket("ETH", 200);
        _addWorld(1.5e18, 0);
        _addWorld(-1e18, 0.01e8);
        deploySystem(18);
        provideLiquidity(PROVIDER, 50_000_000);
        addMarket("XAU", 1_600);
        _addWorld(2e18, 0);
        _addWorld(-4.5e18, 0.1e18);
    }

    /// @dev Chooses the token all else is about.
    function enter(uint256 index) internal {
        World storage world = worlds[index % worlds.length];
        manager = world.manager;
        collateral = world.collateral;
        venue = world.venue;
        factory = world.factory;
        dollar = world.dollar;
        token = world.token;
        market = markets[world.market];
    }

    /// @dev Begins the draws of one case anew.
    function sow(uint256 seed) internal {
        _entropy = seed;
    }

    /// @dev Any number of the range, both ends included.
    function draw(uint256 least, uint256 most) internal returns (uint256) {
        _entropy = uint256(keccak256(abi.encode(_entropy)));
        uint256 range = most - least;
        return range == type(uint256).max ? _entropy : least + (_entropy % (range + 1));
    }

    /// @dev Any number from 1 to `most`, of every order of magnitude alike.
    function drawAmount(uint256 most) internal returns (uint256) {
        uint256 bits = 1;
        while (most >> bits != 0) ++bits;
        return draw(1, most >> draw(0, bits - 1));
    }

    function _addWorld(int256 leverage, uint256 initialNav) private {
        uint256 last = markets.length - 1;
        CreateParams memory params = defaultToken(markets[last].id, leverage);
        params.initialNav = initialNav;
        worlds.push(World(manager, collateral, venue, factory, dollar, addToken(params), last));
        enter(worlds.length - 1);
        give(ALICE, WEALTH * dollar, address(token));
        give(BOB, WEALTH * dollar, address(token));
        give(CAROL, WEALTH * dollar, address(token));
        VM.prank(ALICE);
        token.deposit(ALICE_DOLLARS * dollar, ALICE);
        VM.prank(BOB);
        token.deposit(BOB_DOLLARS * dollar, BOB);
    }
}
