// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ILeveragedToken} from "../../contracts/interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {Fees, Limits} from "../../contracts/types/Token.sol";
import {Invariant} from "./base/Invariant.sol";
import {TestSystem} from "./base/TestSystem.sol";
import {VM} from "./base/IVm.sol";

/// @notice Invariant 16: no role takes holders' money, blocks redemption or exceeds a hard cap, whatever it does.
contract RolesTest is TestSystem {
    address private constant HOLDER = address(0xA11CE);
    address private constant STRANGER = address(0xBAD);

    ILeveragedToken private _token;
    uint256 private _shares;

    /// @dev One token with one holder.
    function setUp() external {
        deploySystem(6);
        provideLiquidity(address(0x11C), 50_000_000);
        _token = addToken(addMarket("BTC", 50_000).id, 3e18);
        give(HOLDER, 10_000 * dollar, address(_token));
        VM.prank(HOLDER);
        _shares = _token.deposit(10_000 * dollar, HOLDER);
    }

    /// @dev Governor and guardian use all their powers but winding down; a redeem fee within its cap is all that can differ.
    function testFuzz_RedemptionSurvivesWhateverTheRolesDo(
        uint24 management,
        uint16 mintPpm,
        uint16 redeemPpm,
        uint32 capacity,
        uint64 maxTrade
    ) external {
        uint256 part = _shares / 2;
        uint256 before = _token.previewRedeem(part);
        VM.prank(GUARDIAN);
        factory.pauseMint(_token);
        try factory.setLimits(_token, Limits(capacity, maxTrade)) {} catch {}
        factory.allowPolicy(policy, false);
        factory.setFeeCollector(STRANGER);
        factory.allowMarket(venue, markets[0].id, "");
        try factory.setFees(_token, Fees(management, mintPpm, redeemPpm)) {} catch {}
        Invariant.equal(16, "redemption was blocked", _token.maxRedeem(HOLDER), _shares);
        VM.prank(HOLDER);
        uint256 paid = _token.redeem(part, HOLDER, HOLDER);
        Invariant.atMost(16, "the roles took holders' money", (before * 99) / 100, paid + 1);
    }

    /// @dev Winding down pays the holders, the collector's fee shares among them, and nobody else, all that closing leaves.
    function testFuzz_WindingDownPaysTheHolders(uint256 change) external {
        movePrice(markets[0], int256(change % 0.5e18) - 0.25e18);
        uint256 equity = _token.totalAssets();
        uint256 owned = collateral.balanceOf(address(this));
        factory.windDown(_token, 0);
        VM.prank(HOLDER);
        uint256 paid = _token.redeem(_shares, HOLDER, HOLDER);
        // Taker fee and impact of at most 10x leverage there: less than 2 %.
        Invariant.atMost(16, "winding down cost more than closing does", (equity * 98) / 100, paid);
        Invariant.equal(16, "the governor was paid", collateral.balanceOf(address(this)), owned);
        uint256 fees = _token.balanceOf(COLLECTOR);
        VM.prank(COLLECTOR);
        _token.redeem(fees, COLLECTOR, COLLECTOR);
        Invariant.equal(16, "money stayed behind", collateral.balanceOf(address(_token)), 0);
    }

    function testFuzz_FeesBeyondTheirCapsAreRefused(uint24 management, uint16 mintPpm, uint16 redeemPpm) external {
        try factory.setFees(_token, Fees(management, mintPpm, redeemPpm)) {
            Invariant.atMost(16, "management fee", management, 100_000);
            Invariant.atMost(16, "mint fee", mintPpm, 10_000);
            Invariant.atMost(16, "redeem fee", redeemPpm, 10_000);
        } catch (bytes memory reason) {
            bool isWithin = management <= 100_000 && mintPpm <= 10_000 && redeemPpm <= 10_000;
            bytes4 error_ = bytes4(reason);
            bool isBelow = error_ == ILeveragedTokenFactory.Factory_FeesBelowArbitrageBound.selector;
            bool isAbove = error_ == ILeveragedToken.LeveragedToken_FeeAboveCap.selector;
            Invariant.holds(16, "refused for another reason", isBelow || (isAbove && !isWithin));
        }
    }

    /// @dev Every power of the governor, tried by the guardian and by a stranger; the guardian's, tried by the stranger.
    function test_PowersBelongToTheirRoles() external {
        bytes[8] memory powers = [
            abi.encodeCall(ILeveragedTokenFactory.setFees, (_token, Fees(0, 1_000, 1_000))),
            abi.encodeCall(ILeveragedTokenFactory.setLimits, (_token, Limits(0, 0))),
            abi.encodeCall(ILeveragedTokenFactory.setFeeCollector, (STRANGER)),
            abi.encodeCall(ILeveragedTokenFactory.allowMarket, (venue, markets[0].id, "")),
            abi.encodeCall(ILeveragedTokenFactory.allowPolicy, (policy, false)),
            abi.encodeCall(ILeveragedTokenFactory.unpauseMint, (_token)),
            abi.encodeCall(ILeveragedTokenFactory.windDown, (_token, 0)),
            abi.encodeCall(ILeveragedTokenFactory.create, (defaultToken(markets[0].id, 2e18)))
        ];
        for (uint256 i = 0; i < powers.length; ++i) {
            _requireRefused(GUARDIAN, powers[i]);
            _requireRefused(STRANGER, powers[i]);
        }
        _requireRefused(STRANGER, abi.encodeCall(ILeveragedTokenFactory.pauseMint, (_token)));
        VM.prank(GUARDIAN);
        factory.pauseMint(_token);
    }

    /// @dev Tokens obey the factory alone, the governor itself included.
    function testFuzz_NobodyReachesIntoATokenDirectly(address who) external {
        if (who == address(factory)) return;
        bytes[4] memory calls = [
            abi.encodeCall(ILeveragedToken.setFees, (Fees(0, 0, 0))),
            abi.encodeCall(ILeveragedToken.setLimits, (Limits(0, 0))),
            abi.encodeCall(ILeveragedToken.setMintPaused, (true)),
            abi.encodeCall(ILeveragedToken.windDown, (0))
        ];
        address[2] memory callers = [who, address(this)];
        for (uint256 i = 0; i < calls.length * 2; ++i) {
            VM.prank(callers[i % 2]);
            (bool ok, bytes memory reason) = address(_token).call(calls[i / 2]);
            bool isRefused = !ok && bytes4(reason) == ILeveragedToken.LeveragedToken_Unauthorized.selector;
            Invariant.holds(16, "reached into a token", isRefused);
        }
    }

    function _requireRefused(address who, bytes memory data) private {
        VM.prank(who);
        (bool ok, bytes memory reason) = address(factory).call(data);
        bytes4 expected = IAccessManaged.AccessManagedUnauthorized.selector;
        Invariant.holds(16, "used another's power", !ok && bytes4(reason) == expected);
    }
}
